-- An item keeps the price at which it was ordered.
alter table order_items add column unit_cents cents;

update order_items
set unit_cents = products.price_cents
from products
where products.id = order_items.product_id;

alter table order_items alter column unit_cents set not null;
