SELECT 'it\';
