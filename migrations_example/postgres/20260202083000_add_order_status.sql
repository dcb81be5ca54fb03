-- An order goes from new to paid to sent, or is cancelled.
create type order_status as enum ('new', 'paid', 'sent', 'cancelled');

alter table orders add column status order_status not null default 'new';

create index orders_status on orders (status);
