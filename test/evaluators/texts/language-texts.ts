/** Three ordinary sentences of each known language. */
export const languageTexts: Record<string, [string, string, string]> = {
  en: [
    'We received your order and it will leave the warehouse tomorrow.',
    'If you would like to change the address, you can do that in the app.',
    'Please write to us again when the parcel has not arrived by Friday.',
  ],
  de: [
    'Ihre Bestellung ist bei uns eingegangen und verlässt morgen das Lager.',
    'Wenn Sie die Adresse ändern möchten, geht das in der App.',
    'Bitte schreiben Sie uns noch einmal, falls das Paket am Freitag nicht da ist.',
  ],
  fr: [
    'Nous avons bien reçu votre commande et elle part demain de notre entrepôt.',
    "Vous pouvez changer l'adresse dans l'application jusqu'à ce soir.",
    "Écrivez-nous encore une fois si le colis n'est pas arrivé vendredi.",
  ],
  es: [
    'Hemos recibido su pedido y mañana saldrá de nuestro almacén.',
    'Si quiere cambiar la dirección, puede hacerlo en la aplicación.',
    'Escríbanos otra vez si el paquete no ha llegado el viernes.',
  ],
  it: [
    'Abbiamo ricevuto il suo ordine e domani lascia il nostro magazzino.',
    "Se vuole cambiare l'indirizzo, può farlo nella applicazione.",
    'Ci scriva di nuovo quando il pacco non è arrivato entro venerdì.',
  ],
  pt: [
    'Recebemos o seu pedido e amanhã ele sai do nosso armazém.',
    'Se quiser mudar o endereço, você pode fazer isso no aplicativo.',
    'Escreva para nós outra vez se o pacote não chegar até sexta-feira.',
  ],
  nl: [
    'Wij hebben uw bestelling ontvangen en morgen verlaat ze het magazijn.',
    'Als u het adres wilt wijzigen, kan dat in de app.',
    'Schrijf ons nog eens als het pakket vrijdag niet is aangekomen.',
  ],
  pl: [
    'Otrzymaliśmy zamówienie i jutro opuści ono nasz magazyn.',
    'Jeśli chce pan zmienić adres, można to zrobić w aplikacji.',
    'Proszę napisać do nas jeszcze raz, jeśli paczka nie dotrze do piątku.',
  ],
  sv: [
    'Vi har fått din beställning och den lämnar vårt lager i morgon.',
    'Om du vill ändra adressen kan du göra det i appen.',
    'Skriv till oss igen om paketet inte har kommit på fredag.',
  ],
  da: [
    'Vi har modtaget din ordre, og den bliver sendt fra vores lager i morgen.',
    'Hvis du vil ændre adressen, kan du gøre det i appen.',
    'Skriv til os igen, hvis pakken ikke er kommet efter fredag.',
  ],
  no: [
    'Vi har mottatt bestillingen din, og den blir sendt fra lageret vårt i morgen.',
    'Hvis du vil endre adressen, kan du gjøre det i appen etter at du har logget inn.',
    'Skriv til oss igjen hvis pakken ikke har kommet nå på fredag.',
  ],
  tr: [
    'Siparişinizi aldık ve yarın bizim depomuzdan çıkacak.',
    'Adresi değiştirmek için uygulamayı açın, bu çok kolay.',
    'Paket cuma gününe kadar gelmezse lütfen bize bir daha yazın.',
  ],
  ru: [
    'Мы получили ваш заказ, завтра он покинет наш склад.',
    'Если вы хотите изменить адрес, это можно сделать в приложении.',
    'Напишите нам ещё раз, если посылка не придёт до пятницы.',
  ],
  uk: [
    'Добрий день! На жаль, ми не можемо це зробити, але я не проти передати ваш запит колезі.',
    'Якщо ви хочете змінити адресу, це можна зробити в застосунку.',
    'Напишіть нам ще раз, якщо посилка не надійде до п’ятниці.',
  ],
  ar: [
    'لقد استلمنا طلبك وسيغادر المستودع غدا.',
    'إذا كنت تريد تغيير العنوان يمكنك ذلك في التطبيق.',
    'اكتب إلينا مرة أخرى إذا لم يصل الطرد يوم الجمعة.',
  ],
  fa: [
    'سفارش شما را دریافت کردیم و فردا از انبار ما خارج می‌شود.',
    'اگر می‌خواهید نشانی را تغییر دهید، در برنامه می‌توانید.',
    'اگر بسته تا جمعه نرسید، دوباره به ما پیام بدهید.',
  ],
  he: [
    'קיבלנו את ההזמנה שלך והיא תצא מחר מהמחסן.',
    'אם תרצה לשנות את הכתובת, אפשר באפליקציה.',
    'כתוב לנו שוב אם החבילה לא הגיעה.',
  ],
  el: [
    'Λάβαμε την παραγγελία σας και αύριο φεύγει από την αποθήκη.',
    'Αν θέλετε να αλλάξετε τη διεύθυνση, γίνεται στην εφαρμογή.',
    'Γράψτε μας ξανά αν το δέμα δεν έχει φτάσει.',
  ],
  hi: [
    'हमें आपका ऑर्डर मिल गया है और वह कल निकलेगा।',
    'पता बदलना हो तो ऐप में बदल सकते हैं।',
    'अगर पार्सल न पहुँचे तो हमें फिर लिखें।',
  ],
  th: ['เราได้รับคำสั่งซื้อของคุณแล้ว', 'คุณเปลี่ยนที่อยู่ได้ในแอป', 'โปรดเขียนถึงเราอีกครั้ง'],
  ja: [
    'ご注文を受け取りました。',
    '住所はアプリで変更できます。',
    '金曜日までに届かない場合は、もう一度ご連絡ください。',
  ],
  ko: [
    '주문을 받았습니다.',
    '주소는 앱에서 바꿀 수 있습니다.',
    '금요일까지 도착하지 않으면 다시 알려 주세요.',
  ],
  zh: ['我们已收到您的订单。', '您可以在应用中更改地址。', '如果包裹周五还没到，请再写信给我们。'],
};

/** Languages that are not known, each beside one that is written much like it. */
export const unknownTexts: Record<string, string> = {
  'Bulgarian, not Russian':
    'Получихме вашата поръчка и утре тя ще напусне склада. Пишете ни отново, ако пратката не пристигне до петък.',
  'Belarusian, not Ukrainian':
    'Мы атрымалі ваш заказ, і заўтра ён пакіне наш склад. Калі ласка, напішыце нам яшчэ раз.',
  'Serbian, not Russian':
    'Примили смо вашу поруџбину и сутра напушта наше складиште. Пишите нам поново ако пакет не стигне.',
  'Kazakh, not Russian': 'Біз сіздің тапсырысыңызды алдық, ол ертең қоймадан шығады. Бізге тағы жазыңыз.',
  'Urdu, not Arabic': 'ہمیں آپ کا آرڈر مل گیا ہے اور یہ کل گودام سے روانہ ہوگا۔ براہ کرم ہمیں دوبارہ لکھیں۔',
  'Kurdish, not Arabic': 'ئێمە داواکارییەکەتمان وەرگرت و سبەی لە کۆگا دەردەچێت.',
  'Marathi, not Hindi': 'आम्हाला तुमची ऑर्डर मिळाली आहे आणि ती उद्या निघेल.',
  'Czech, not Polish':
    'Vaši objednávku jsme přijali a zítra opustí náš sklad. Pokud balík do pátku nedorazí, napište nám prosím na e-mail.',
  'Slovak, not Polish':
    'Vašu objednávku sme prijali a zajtra opustí náš sklad. Ak balík do piatku nepríde, napíšte nám, prosím, na e-mail.',
  'Romanian, not Italian':
    'Am primit comanda dumneavoastră și mâine va părăsi depozitul. Scrieți-ne din nou dacă pachetul nu ajunge până vineri.',
  'Catalan, not Spanish':
    'Hem rebut la seva comanda i demà sortirà del magatzem. Si us plau, escrigui-nos una altra vegada si el paquet no arriba; gràcies.',
  'Finnish, not Swedish':
    'Olemme saaneet tilauksesi ja se lähtee varastosta huomenna. Kirjoita meille uudelleen, jos paketti ei ole saapunut.',
  'Icelandic, not Danish':
    'Við höfum móttekið pöntunina þína og hún fer úr vöruhúsinu á morgun. Skrifaðu okkur aftur ef pakkinn er ekki kominn.',
  'Hungarian, not German':
    'Megkaptuk a rendelését, és holnap elhagyja a raktárunkat. Írjon nekünk újra, ha a csomag péntekig nem érkezik meg.',
};
