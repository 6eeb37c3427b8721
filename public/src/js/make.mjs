// An element with properties and children; the only way in which scripts add to a page.
export function make(tag, properties = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (name in element) element[name] = value;
		else element.setAttribute(name, value);
	}
	element.append(...children);
	return element;
}

// The row below a text field that holds its counter and its dictation button.
export function toolsBelow(field) {
	const next = field.nextElementSibling;
	if (next?.classList.contains('field-tools')) return next;
	const tools = make('div', { className: 'field-tools' });
	field.after(tools);
	return tools;
}
