-- Who asked to be told of every post of an account: few among many followers, asked for at each post.

CREATE INDEX follows_notified ON follows (target_id, account_id) WHERE notify;
