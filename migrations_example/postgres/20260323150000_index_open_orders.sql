-- migrate:txmode none

-- The packing table asks for open orders all day; they are few among many.  Orders keep coming in while the
-- index is built, so it is built concurrently, which no transaction can hold.
create index concurrently orders_open on orders (placed_at) where status in ('new', 'paid');
