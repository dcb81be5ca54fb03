;; # nothing
-- nothing
/* nothing */ ;
SELECT 1;
