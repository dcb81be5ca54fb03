-- base
CREATE TABLE users (id int PRIMARY KEY);
-- bad
CREATE FUNCTION wipe(which text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'DELETE FROM ' || which || ' WHERE true';
END $$;
-- finds
1:1 warning: wipe(text) executes SQL with values in it that nothing quotes: 'DELETE FROM ' || which || ' WHERE true'
    EXECUTE format('… %I …', name) USING value;
-- ok
CREATE FUNCTION wipe(which text, what int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- EXECUTE 'x' || which
  EXECUTE format('DELETE FROM %I WHERE id = $1', which) USING what;
  EXECUTE 'DELETE FROM ' || quote_ident(which);
  EXECUTE 'DELETE FROM ' || which::regclass;
  EXECUTE $q$ SELECT which || 'x' $q$;
  EXECUTE 'DELETE FROM users' || ' WHERE id = $1' USING what;
END $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();
