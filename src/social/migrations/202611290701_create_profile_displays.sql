-- What a profile shows beside its posts. No row: everything.
CREATE TABLE profile_displays (
    account_id {id},
    show_media BOOLEAN NOT NULL,
    show_media_replies BOOLEAN NOT NULL,
    show_featured BOOLEAN NOT NULL
);
