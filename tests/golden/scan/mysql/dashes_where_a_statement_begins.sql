--no blank; it's a comment to the client
SELECT 1;
  --nor here
SELECT 2;
