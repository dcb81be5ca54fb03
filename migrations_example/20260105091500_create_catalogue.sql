-- What is sold.  Prices are in cents.
create table categories (
    id integer primary key,
    name text not null unique
);

create table products (
    id integer primary key,
    category_id integer not null references categories (id),
    name text not null,
    price_cents integer not null check (price_cents >= 0),
    stock integer not null default 0 check (stock >= 0)
);

create index products_category on products (category_id);
