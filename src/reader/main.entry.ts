import { addCopying } from './copying.js'
import { drawLeftDiagrams } from './left-diagrams.js'
import { followJob } from './live-job.js'
import { followPage } from './live-page.js'
import { refreshList } from './live-list.js'
import { markContents } from './mark-contents.js'
import { markLines } from './mark-lines.js'
import { openDrawer, showCurrentInTree } from './page-tree.js'
import { addKeys, instantSearch } from './searching.js'
import { switchTheme } from './theme.js'
import { addZoom } from './zoom.js'

switchTheme()
followJob()
refreshList()
followPage()
openDrawer()
showCurrentInTree()
markLines()
markContents()
addCopying()
addZoom()
drawLeftDiagrams()
instantSearch()
addKeys()
