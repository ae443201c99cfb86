" WIT. Names have hyphens, and one with a % is no keyword.
if exists('b:current_syntax') | finish | endif

syntax iskeyword @,48-57,_,-,%

syntax keyword witKeyword package use as from with include import export static async constructor func
syntax keyword witStructure interface world type record flags variant enum resource
syntax keyword witType bool char string u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 tuple list option result map own borrow
syntax keyword witType future stream error-context
syntax keyword witBlank _
syntax match witNumber "\<\d\+\(\.\d\+\)*\>"
syntax match witAttribute "@\k\+"
syntax match witOperator "->\|="
syntax region witString start=+"+ end=+"+ oneline
syntax keyword witTodo TODO FIXME XXX contained
syntax match witComment "//.*$" contains=witTodo,@Spell
syntax match witDocComment "///.*$" contains=witTodo,@Spell
syntax region witComment start="/\*" end="\*/" contains=witComment,witTodo,@Spell
syntax region witDocComment start="/\*\*[*/]\@!" end="\*/" contains=witComment,witTodo,@Spell

highlight default link witKeyword Keyword
highlight default link witStructure Structure
highlight default link witType Type
highlight default link witBlank Special
highlight default link witNumber Number
highlight default link witAttribute PreProc
highlight default link witOperator Operator
highlight default link witString String
highlight default link witTodo Todo
highlight default link witComment Comment
highlight default link witDocComment SpecialComment

let b:current_syntax = 'wit'
