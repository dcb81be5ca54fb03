-- Each product gets a readable address, filled in from its name.
alter table products add column slug varchar(200);

update products set slug = lower(replace(name, ' ', '-'));

create unique index products_slug on products (slug);
