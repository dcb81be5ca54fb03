-- migrate:delimiter \n\n\n

SELECT 1;

SELECT 2;


SELECT $$


;$$;



SELECT 3;
