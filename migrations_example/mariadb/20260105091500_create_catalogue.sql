-- What is sold.  Prices are in cents.
create table categories (
    id bigint unsigned not null auto_increment primary key,
    name varchar(100) not null,
    unique key categories_name (name)
);

create table products (
    id bigint unsigned not null auto_increment primary key,
    category_id bigint unsigned not null,
    name varchar(200) not null,
    price_cents bigint unsigned not null comment 'The price today; an order keeps its own.',
    stock int not null default 0,
    constraint products_stock check (stock >= 0),
    constraint products_category foreign key (category_id) references categories (id)
);
