--
-- PostgreSQL database dump
--

\restrict abcdef

SELECT 1;
