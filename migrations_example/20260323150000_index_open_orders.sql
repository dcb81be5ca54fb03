-- The packing table asks for open orders all day; they are few among many.
create index orders_open on orders (placed_at) where status in ('new', 'paid');
