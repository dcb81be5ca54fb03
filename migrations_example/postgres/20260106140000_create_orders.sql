-- Who ordered what.
create table orders (
    id bigint generated always as identity primary key,
    customer_id bigint not null references customers (id),
    placed_at timestamptz not null default now()
);

create index orders_customer on orders (customer_id, placed_at);

create table order_items (
    order_id bigint not null references orders (id) on delete cascade,
    product_id bigint not null references products (id),
    quantity integer not null check (quantity > 0),
    primary key (order_id, product_id)
);

create index order_items_product on order_items (product_id);
