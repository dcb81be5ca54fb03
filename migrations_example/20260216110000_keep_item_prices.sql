-- An item keeps the price at which it was ordered.  SQLite adds no column that must be filled and has no
-- default, so the table is built anew: make, copy, drop, rename.
create table order_items_new (
    order_id integer not null references orders (id) on delete cascade,
    product_id integer not null references products (id),
    quantity integer not null check (quantity > 0),
    unit_cents integer not null check (unit_cents >= 0),
    primary key (order_id, product_id)
);

insert into order_items_new (order_id, product_id, quantity, unit_cents)
select i.order_id, i.product_id, i.quantity, p.price_cents
from order_items as i
join products as p on p.id = i.product_id;

drop table order_items;

alter table order_items_new rename to order_items;

create index order_items_product on order_items (product_id);
