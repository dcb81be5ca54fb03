SELECT `it;
