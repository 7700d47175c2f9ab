-- Apps that registered and were never let in by anybody: removed after a while.

CREATE TABLE unused_apps (
    app_id {id} REFERENCES apps (id)
);
