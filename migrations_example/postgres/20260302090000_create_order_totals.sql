-- One line for each order: what it holds and what it costs.
create view order_totals as
select
    o.id as order_id,
    o.customer_id,
    o.status,
    count(i.product_id) as items,
    coalesce(sum(i.quantity * i.unit_cents), 0) as total_cents
from orders as o
left join order_items as i on i.order_id = o.id
group by o.id, o.customer_id, o.status;
