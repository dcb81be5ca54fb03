-- Who buys.  An address of mail belongs to one customer, however it is written.
create domain email as text check (value ~ '^[^@\s]+@[^@\s]+$');

create table customers (
    id bigint generated always as identity primary key,
    name text not null,
    email email not null,
    created_at timestamptz not null default now()
);

create unique index customers_email on customers (lower(email));
