// <form method="get" data-filters>: choosing sends it; empty fields stay out of the address.
export function filters(page) {
	for (const form of page.querySelectorAll('form[data-filters]')) {
		form.addEventListener('change', event => {
			if (event.target.matches('select, input[type=radio], input[type=checkbox], input[type=date]')) form.requestSubmit();
		});
		form.addEventListener('formdata', event => {
			for (const [name, value] of [...event.formData]) {
				if (value === '') event.formData.delete(name);
			}
		});
	}
}
