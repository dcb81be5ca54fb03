-- Who buys.  An address of mail belongs to one customer, however it is written.
create table customers (
    id integer primary key,
    name text not null,
    email text not null collate nocase,
    created_at text not null default current_timestamp
);

create unique index customers_email on customers (email);
