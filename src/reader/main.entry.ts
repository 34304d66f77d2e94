import { followJob, refreshList } from './live.js'
import { addCopyButtons, addZoom, drawLeftDiagrams, markContents, markLines, openDrawer, switchTheme } from './reading.js'
import { addKeys, instantSearch } from './searching.js'

switchTheme()
followJob()
refreshList()
openDrawer()
markLines()
markContents()
addCopyButtons()
addZoom()
drawLeftDiagrams()
instantSearch()
addKeys()
