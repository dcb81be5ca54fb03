SELECT '漢字', 'é', "never closed;
