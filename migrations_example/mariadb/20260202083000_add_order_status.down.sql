drop index orders_status on orders;

alter table orders drop column status;
