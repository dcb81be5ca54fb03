-- base
SELECT 1;
-- bad
CREATE TABLE the_name_of_this_table_is_so_very_long_that_the_server_has_to_cut_it (id int);
-- finds
1:1 warning: the_name_of_this_table_is_so_very_long_that_the_server_has_to_cut_it is too long: the name is the_name_of_this_table_is_so_very_long_that_the_server_has_to_c
-- ok
CREATE TABLE the_name_of_this_table_is_long_but_not_so_very_long (id int);
