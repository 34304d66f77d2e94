/**
 * Folders of wikis where every node reaches them. A node stages on its own disk, stores the folder here before its record is
 * committed, and fetches from here what another node has made. A location is never stored with two contents.
 */
export interface WikiArchive {
  /** All files of the folder or none. Storing a location again replaces it. */
  store(location: string, folder: string): Promise<void>
  /** Writes the files into the folder, `wiki.db` last. False when there is no such location (any more); then the folder is of no use. */
  fetch(location: string, folder: string): Promise<boolean>
  remove(location: string): Promise<void>
  /** Removes what no record names and was stored more than `graceMs` ago; returns how many locations. */
  sweep(graceMs: number): Promise<number>
}
