msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: zh_Hans_CN\n"

msgid "$title"
msgstr "$title"

msgid "To be done"
msgstr "待办"

msgid "What is to be done"
msgstr "要办的事"

msgid "Done"
msgstr "已办"

msgid "{due_on} has gone already; give a day from {today} on"
msgstr "{due_on} 已经过去；请填写 {today} 或以后的日期"

msgid "Write down what is to be done by when."
msgstr "登记何时之前要办何事。"

msgid "Write down what was done."
msgstr "登记办理结果。"

msgid "Return what should have been done already, the longest overdue first."
msgstr "列出逾期未办的事项，逾期最久的在前。"
