/** Who made a token stands behind what is done with it. */
export const TOKEN_MAKERS = `
alter table opsbook.tokens add column created_by text;
`;
