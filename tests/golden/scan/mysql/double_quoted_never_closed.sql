SELECT "it;
