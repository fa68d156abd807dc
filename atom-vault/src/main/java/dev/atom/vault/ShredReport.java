package dev.atom.vault;

/**
 * What shredding a tenant has done. Not reached: backups, replicas and old files of the store from
 * before, which still hold the tenant's data keys, wrapped by a root key. They die with their root
 * key: change the master key after shredding, and destroy the old master key together with the old
 * recovery key, or let the backups run out.
 *
 * @param tenant whose
 * @param keysDestroyed how many data keys were destroyed; 0 if there was no such tenant, or it was
 *     shredded before
 * @param rowsDeleted how many rows were deleted, of this shredding or one that was interrupted
 */
public record ShredReport(String tenant, int keysDestroyed, long rowsDeleted) {}
