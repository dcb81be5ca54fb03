drop index orders_status;

alter table orders drop column status;

drop type order_status;
