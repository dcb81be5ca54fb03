-- The first things on sale.  Later migrations have rows to carry along.
insert into categories (id, name) values
    (1, 'Tea'),
    (2, 'Coffee'),
    (3, 'Cups and Pots');

insert into products (id, category_id, name, price_cents, stock) values
    (1, 1, 'Green Tea', 690, 40),
    (2, 1, 'Earl Grey', 590, 55),
    (3, 2, 'House Blend', 1190, 30),
    (4, 3, 'Cup', 850, 120),
    (5, 3, 'Glass Pot', 2490, 8);

-- The rows above chose their own numbers: the next one comes after them.
select setval(pg_get_serial_sequence('categories', 'id'), 3);

select setval(pg_get_serial_sequence('products', 'id'), 5);
