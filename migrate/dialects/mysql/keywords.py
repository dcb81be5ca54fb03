"""The words that MySQL and MariaDB take for a name in quotes alone."""

from __future__ import annotations

# What MariaDB 10.11 refuses of its information_schema.keywords, and MySQL 8.4 besides; words that are
# reserved in PostgreSQL, too, are not listed again.
_RESERVED = """
accessible add alter asensitive before blob by call cascade change condition continue convert cube
cume_dist cursor databases day_hour day_microsecond day_minute day_second declare delayed delete
delete_domain_id dense_rank describe deterministic distinctrow div do_domain_ids double drop dual each
elseif empty enclosed escaped exit explain first_value float4 float8 force fulltext function generated
get groups high_priority hour_microsecond hour_minute hour_second if ignore ignore_domain_ids index
infile insensitive insert int1 int2 int3 int4 int8 io_after_gtids io_before_gtids iterate key keys kill
lag last_value leave library linear lines load lock long longblob longtext loop low_priority manual
master_bind master_demote_to_replica master_demote_to_slave master_ssl_verify_server_cert match maxvalue
mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod modifies
no_write_to_binlog nth_value ntile of optimize optimizer_costs optionally outfile over page_checksum
parallel parse_vcol_expr partition percent_rank portion procedure purge qualify range rank read
read_write reads recursive ref_system_id regexp release rename repeat replace require resignal restrict
return revoke rlike row row_number rows schemas second_microsecond sensitive separator set show signal
spatial specific sql sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate
sqlwarning ssl starting stats_auto_recalc stats_persistent stats_sample_pages stored straight_join
system terminated tinyblob tinyint tinytext trigger undo unlock unsigned update usage use utc_date
utc_time utc_timestamp varbinary varcharacter varying virtual while write xor year_month zerofill
"""
RESERVED = frozenset(_RESERVED.split())
