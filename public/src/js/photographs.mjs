// <input type="file" data-shrink="2400">: large photographs are made smaller before they are sent, so that a report
// gets through a weak connection. Drawing them anew also leaves place and camera data behind.
export function photographs(page) {
	if (!globalThis.createImageBitmap || !globalThis.DataTransfer) return;
	for (const input of page.querySelectorAll('input[type=file][data-shrink]')) {
		input.addEventListener('change', async () => {
			const files = await Promise.all([...input.files].map(file => shrink(file, Number(input.dataset.shrink))));
			const transfer = new DataTransfer();
			for (const file of files) transfer.items.add(file);
			input.files = transfer.files;
		});
	}
}

async function shrink(file, longest) {
	if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 500_000) return file;
	try {
		const picture = await createImageBitmap(file);
		const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
		const canvas = document.createElement('canvas');
		canvas.width = Math.round(picture.width * scale);
		canvas.height = Math.round(picture.height * scale);
		canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
		const blob = await new Promise(done => { canvas.toBlob(done, 'image/jpeg', 0.85); });
		if (!blob || blob.size >= file.size) return file;
		return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' });
	} catch {
		return file;
	}
}
