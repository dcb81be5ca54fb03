-- What is ordered leaves the shelf; what is taken out of an order goes back.
create function count_the_stock() returns trigger
language plpgsql
as $$
begin
    if tg_op = 'INSERT' then
        update products set stock = stock - new.quantity where id = new.product_id;
    else
        update products set stock = stock + old.quantity where id = old.product_id;
    end if;
    return null;
end;
$$;

create trigger order_items_stock
after insert or delete on order_items
for each row execute function count_the_stock();
