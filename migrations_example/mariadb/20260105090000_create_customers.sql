-- Who buys.  An address of mail belongs to one customer, however it is written.
create table customers (
    id bigint unsigned not null auto_increment primary key,
    name varchar(200) not null,
    email varchar(320) not null,
    created_at timestamp not null default current_timestamp,
    unique key customers_email (email)
);
