-- Who ordered what.
create table orders (
    id bigint unsigned not null auto_increment primary key,
    customer_id bigint unsigned not null,
    placed_at timestamp not null default current_timestamp,
    key orders_customer (customer_id, placed_at),
    constraint orders_customer foreign key (customer_id) references customers (id)
);

create table order_items (
    order_id bigint unsigned not null,
    product_id bigint unsigned not null,
    quantity int not null,
    primary key (order_id, product_id),
    constraint order_items_quantity check (quantity > 0),
    constraint order_items_order foreign key (order_id) references orders (id) on delete cascade,
    constraint order_items_product foreign key (product_id) references products (id)
);
