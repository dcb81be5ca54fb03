-- An order goes from new to paid to sent, or is cancelled.
alter table orders add column status text not null default 'new'
    check (status in ('new', 'paid', 'sent', 'cancelled'));

create index orders_status on orders (status);
