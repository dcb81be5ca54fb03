-- What is ordered leaves the shelf; what is taken out of an order goes back.
create trigger order_items_take after insert on order_items
begin
    update products set stock = stock - new.quantity where id = new.product_id;
end;

create trigger order_items_return after delete on order_items
begin
    update products set stock = stock + old.quantity where id = old.product_id;
end;
