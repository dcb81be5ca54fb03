SELECT 1 /* ;
