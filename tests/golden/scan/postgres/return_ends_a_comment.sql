-- a commentSELECT 1; -- anotherSELECT 2;
