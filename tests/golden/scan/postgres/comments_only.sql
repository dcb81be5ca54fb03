-- nothing here
/* and nothing
   here */
