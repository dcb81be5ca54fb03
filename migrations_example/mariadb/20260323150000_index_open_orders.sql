-- The packing table asks for open orders all day.
create index orders_open on orders (status, placed_at);

-- An order that nobody paid for in a month is cancelled, at night.
create event cancel_forgotten_orders
on schedule every 1 day starts '2026-03-24 03:00:00'
do
    update orders
    set status = 'cancelled'
    where status = 'new' and placed_at < current_timestamp - interval 1 month;
