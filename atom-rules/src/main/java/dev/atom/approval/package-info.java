/**
 * People's approval of what a program proposes: bound to the exact proposal and to what it was made
 * on, decided once, lapsing by itself, and written down as events of the subject that it is about. A
 * workflow, an assistant and a host's own code use the same.
 *
 * <p>Start reading at {@link dev.atom.approval.Approvals}; {@link dev.atom.approval.ApprovalRequest}
 * says what can be asked, {@link dev.atom.approval.ApprovalStatus} how it can end.
 */
package dev.atom.approval;
