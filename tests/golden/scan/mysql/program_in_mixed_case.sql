create or replace procedure `scan_p` () Begin select 1; if 1 then select 2; End If; end;
select 2;
