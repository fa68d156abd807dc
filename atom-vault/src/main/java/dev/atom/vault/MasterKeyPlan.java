package dev.atom.vault;

import java.util.Optional;

/**
 * What a change of the master key would do.
 *
 * @param underWay whether one was begun and not finished, by this process or another
 * @param rootKey the generation of the root key that is the newest now
 * @param dataKeys how many data keys there are, retired and destroyed ones too
 * @param toRewrap how many of them are to be wrapped again
 * @param recovery the recovery recipient that the vault has afterwards; empty if none
 * @param oldKeyWorksUntilFinish whether processes that were opened with the old master key go on until
 *     the change is finished
 */
public record MasterKeyPlan(
    boolean underWay,
    int rootKey,
    long dataKeys,
    long toRewrap,
    Optional<String> recovery,
    boolean oldKeyWorksUntilFinish) {}
