-- What is ordered leaves the shelf; what is taken out of an order goes back.  No DELIMITER lines are needed.
create trigger order_items_take after insert on order_items
for each row
begin
    declare left_over int;
    select stock - new.quantity into left_over from products where id = new.product_id;
    if left_over < 0 then
        signal sqlstate '45000' set message_text = 'not enough on the shelf; order less';
    end if;
    update products set stock = left_over where id = new.product_id;
end;

create trigger order_items_return after delete on order_items
for each row
    update products set stock = stock + old.quantity where id = old.product_id;

create procedure cancel_order(in which bigint unsigned)
modifies sql data
begin
    update orders set status = 'cancelled' where id = which and status in ('new', 'paid');
    if row_count() = 1 then
        delete from order_items where order_id = which;
    end if;
end;
