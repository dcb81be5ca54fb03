-- An order goes from new to paid to sent, or is cancelled.
alter table orders add column status enum('new', 'paid', 'sent', 'cancelled') not null default 'new';

create index orders_status on orders (status);
