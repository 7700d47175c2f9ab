-- Sites that may name an account of another server as their author, as its own server says them:
-- separated by spaces. What people here chose stands in `users`.
CREATE TABLE account_attributions (
    account_id {id},
    domains TEXT NOT NULL
);
