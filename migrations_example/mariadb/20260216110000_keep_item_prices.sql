-- An item keeps the price at which it was ordered.
alter table order_items add column unit_cents bigint unsigned;

update order_items
join products on products.id = order_items.product_id
set order_items.unit_cents = products.price_cents;

alter table order_items modify column unit_cents bigint unsigned not null;
