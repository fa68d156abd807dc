/**
 * One model in front of many: a {@link dev.atom.router.Router} asks its targets in order until one
 * answers, and tells a {@link dev.atom.router.RouterListener} of every attempt and its cost.
 *
 * <p>Start reading at {@link dev.atom.router.Router}; what models cost and can do is in a {@link
 * dev.atom.router.ModelCatalogue}.
 */
package dev.atom.router;
