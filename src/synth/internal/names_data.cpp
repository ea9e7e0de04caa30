// The name pools of Estmere's sixteen naming traditions. Words stand in order of frequency (Zipf);
// "Latin|native" gives the form in its own script. All were written for this country; no pool holds
// a surname, street or group of the story (synth_test reads every file and fails otherwise).
#include "synth/internal/names.hpp"

namespace sallyport::synth {
namespace {

constexpr TraditionText kTraditions[] = {
    {"islander", 580,
     "James Daniel Thomas Jack Lewis Ryan Craig Paul Mark Lee Adam Scott Kyle Jordan Ashley "
     "Connor Luke Callum Nathan Ben Josh Matthew Gary Stuart Kevin Darren Wayne Dean Carl "
     "Simon Peter Robert Stephen Andrew Jamie Aaron Shaun Tyrone Curtis Leon Reece Bradley "
     "Marcus Gavin Neil Ross Elliot Harvey Louis Toby Felix Jude Alfie Kieran Rhys Gareth "
     "Dylan Ewan Fraser Hamish",
     "Sarah Emma Laura Rachel Gemma Leanne Stacey Kelly Hayley Chloe Amy Jade Natalie Donna "
     "Karen Lisa Nicola Joanne Michelle Rebecca Hannah Lucy Megan Paige Abigail Zoe Kirsty "
     "Heather Fiona Rhian Bethan Carys Louise Tracey Mandy Denise Holly Ruby Poppy Freya",
     "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans "
     "Walker White Roberts Green Hall Wood Jackson Clarke Harris Lewis Cooper Turner Hill Ward "
     "Moore Clark Baker Parker Morris Cook Bailey Mitchell Phillips Price Carter Bell Shaw "
     "Collins Marshall Richards Gibson Ellis Barker Mason Webb Rogers Chapman Hunt Palmer "
     "Mills Knight Lloyd Barnes Fisher Butler Russell Stevens Jenkins Dixon Fletcher Harvey "
     "Pearson Graham Gordon Reid Murray Ross Campbell Stewart Fraser Kerr Duncan Boyd Craig "
     "Muir Pryce Howells Probert Tudor Beynon"},
    {"irish", 50,
     "Sean Liam Patrick Declan Brendan Eoin Cormac Niall Ciaran Fergal Donal Conor Oisin "
     "Padraig Aidan Colin Dermot Eamon Finbar Kevin",
     "Siobhan Aoife Niamh Sinead Orla Caoimhe Roisin Grainne Maeve Ciara Deirdre Eimear Nuala "
     "Bridget Una",
     "Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor O'Neill O'Reilly Doyle "
     "McCarthy Gallagher Doherty Kennedy Lynch Murray Quinn Moore McLoughlin Carroll Connolly "
     "Daly Connell Dunne Brennan Burke Collins Clarke Hughes Farrell Fitzgerald Nolan Maguire"},
    {"polish", 50,
     "Piotr Krzysztof Andrzej Tomasz Pawe\u0142 Micha\u0142 Marcin Grzegorz Jakub Adam Mateusz "
     "\u0141ukasz Zbigniew Jerzy Wojciech Dariusz Mariusz Rafa\u0142 Robert Dawid Kacper "
     "Szymon",
     "Anna Katarzyna Ma\u0142gorzata Agnieszka Barbara Ewa Magdalena Joanna Monika Zofia "
     "Aleksandra Beata Dorota Julia Natalia",
     "Nowak Kowalski Wi\u015bniewski W\u00f3jcik Kowalczyk Kami\u0144ski Lewandowski "
     "Zieli\u0144ski Szyma\u0144ski Wo\u017aniak D\u0105browski Koz\u0142owski Jankowski Mazur "
     "Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zaj\u0105c "
     "Paw\u0142owski Michalski Kr\u00f3l Wieczorek Jab\u0142o\u0144ski Wr\u00f3bel Nowakowski "
     "Majewski Olszewski"},
    {"east slavic", 30,
     "Aleksandr|Александр Dmitry|Дмитрий Sergei|Сергей "
     "Andrei|Андрей Aleksei|Алексей Mikhail|Михаил Ivan|Иван "
     "Maksim|Максим Yevgeny|Евгений Oleksandr|Олександр "
     "Mykola|Микола Vitaly|Виталий Yuri|Юрий Igor|Игорь Oleg|Олег "
     "Viktor|Виктор Pavlo|Павло Bohdan|Богдан Ruslan|Руслан",
     "Yelena|Елена Olga|Ольга Tatiana|Татьяна Natalia|Наталья "
     "Irina|Ирина Svetlana|Светлана Oksana|Оксана Yulia|Юлия "
     "Lyudmyla|Людмила Kateryna|Катерина Daria|Дарья Marina|Марина",
     "Ivanov|Иванов Smirnov|Смирнов Kuznetsov|Кузнецов Popov|Попов "
     "Vasiliev|Васильев Petrov|Петров Sokolov|Соколов "
     "Mikhailov|Михайлов Novikov|Новиков Fyodorov|Фёдоров "
     "Morozov|Морозов Volkov|Волков Shevchenko|Шевченко "
     "Kovalenko|Коваленко Bondarenko|Бондаренко Tkachenko|Ткаченко "
     "Kravchenko|Кравченко Melnyk|Мельник Oliynyk|Олійник "
     "Boyko|Бойко Lysenko|Лисенко Zaitsev|Зайцев Pavlov|Павлов "
     "Semyonov|Семёнов Golubev|Голубев Vinogradov|Виноградов "
     "Bogdanov|Богданов"},
    {"arabic", 50,
     "Mohammed|محمد Ahmed|أحمد Ali|علي Hassan|حسن Omar|عمر Youssef|يوسف "
     "Khaled|خالد Ibrahim|إبراهيم Mahmoud|محمود Mustafa|مصطفى "
     "Hussein|حسين Abdullah|عبدالله Karim|كريم Tariq|طارق Samir|سمير "
     "Bilal|بلال Faisal|فيصل Nabil|نبيل Rashid|رشيد Walid|وليد "
     "Ziad|زياد Anwar|أنور",
     "Fatima|فاطمة Aisha|عائشة Maryam|مريم Zainab|زينب Khadija|خديجة "
     "Amina|أمينة Layla|ليلى Noor|نور Salma|سلمى Huda|هدى Rania|رانيا "
     "Samira|سميرة",
     "Al-Sayed|السيد Hassan|حسن Ibrahim|إبراهيم Mansour|منصور "
     "Khalil|خليل Saleh|صالح Haddad|حداد Nasser|ناصر Farouk|فاروق "
     "Aziz|عزيز Khoury|خوري Hamdan|حمدان Saeed|سعيد Qasim|قاسم "
     "Darwish|درويش Najjar|نجار Bakr|بكر Rahman|رحمن Shaheen|شاهين "
     "Suleiman|سليمان Taha|طه Yassin|ياسين Zidan|زيدان Othman|عثمان "
     "Jaber|جابر Awad|عوض Badawi|بدوي"},
    {"north indian", 50,
     "Gurpreet|ਗੁਰਪ੍ਰੀਤ Harjit|ਹਰਜੀਤ Manpreet|ਮਨਪ੍ਰੀਤ "
     "Sukhdev|ਸੁਖਦੇਵ Jaswinder|ਜਸਵਿੰਦਰ Amit|अमित "
     "Rahul|राहुल Vikram|विक्रम Sanjay|संजय "
     "Rajesh|राजेश Arjun|अर्जुन Kuldeep|ਕੁਲਦੀਪ "
     "Balwinder|ਬਲਵਿੰਦਰ Deepak|दीपक Anil|अनिल Ravi|रवि "
     "Suresh|सुरेश Nikhil|निखिल",
     "Priya|प्रिया Simran|ਸਿਮਰਨ Anjali|अंजलि "
     "Kavita|कविता Harpreet|ਹਰਪ੍ਰੀਤ Neha|नेहा "
     "Sunita|सुनीता Rajinder|ਰਜਿੰਦਰ Meena|मीना "
     "Pooja|पूजा",
     "Singh|ਸਿੰਘ Kaur|ਕੌਰ Patel|पटेल Sharma|शर्मा "
     "Kumar|कुमार Gill|ਗਿੱਲ Sandhu|ਸੰਧੂ Dhillon|ਢਿੱਲੋਂ "
     "Sidhu|ਸਿੱਧੂ Grewal|ਗਰੇਵਾਲ Verma|वर्मा "
     "Gupta|गुप्ता Mehta|मेहता Joshi|जोशी Desai|देसाई "
     "Bains|ਬੈਂਸ Johal|ਜੌਹਲ Rai|राय Chauhan|चौहान "
     "Mistry|मिस्त्री Parmar|परमार Thakur|ठाकुर"},
    {"south asian muslim", 50,
     "Muhammad|محمد Imtiaz|امتیاز Asif|آصف Kashif|کاشف Usman|عثمان "
     "Hamza|حمزہ Zahid|زاہد Waqas|وقاص Naveed|نوید Shahid|شاہد "
     "Adeel|عدیل Faizan|فیضان Rafiq|রফিক Shafiq|শফিক "
     "Abdul|আব্দুল Habib|হাবিব Jamal|জামাল "
     "Kamrul|কামরুল Tanvir|তানভীর Rubel|রুবেল",
     "Saima|صائمہ Nadia|نادیہ Shabana|شبانہ Rukhsana|رخسانہ "
     "Farzana|ফারজানা Nasrin|নাসরিন Sultana|সুলতানা "
     "Bushra|بشریٰ Yasmin|یاسمین Rehana|রেহানা",
     "Khan|خان Hussain|حسین Ahmed|احمد Malik|ملک Iqbal|اقبال "
     "Mahmood|محمود Akhtar|اختر Chaudhry|چوہدری Butt|بٹ Mirza|مرزا "
     "Qureshi|قریشی Shah|شاہ Begum|বেগম Miah|মিয়া "
     "Uddin|উদ্দিন Rahman|রহমান Islam|ইসলাম "
     "Chowdhury|চৌধুরী Hoque|হক Ali|আলী Bibi|بی‌بی Sheikh|شیخ "
     "Rana|رانا Ashraf|اشرف"},
    {"west african", 40,
     "Emeka Chidi Oluwaseun Babatunde Kwame Kofi Kwabena Ikenna Adebayo Obinna Tunde Yaw Segun "
     "Chukwuma Femi-Ade Kelechi Uche Ayodele Lamin Ousmane Modou Sorie",
     "Ngozi Chioma Funmilayo Adaeze Abena Akosua Ama Folake Yetunde Ifeoma Efua Mariama Fatou "
     "Isatou",
     "Okafor Adeyemi Okonkwo Mensah Owusu Boateng Eze Nwosu Balogun Adebayo Asante Appiah Osei "
     "Agyeman Okoro Olawale Ogunleye Nwachukwu Bello Danso Sesay Kamara Conteh Jallow Ceesay "
     "Diallo Toure Amadi Obi Ekwueme Ansah Quaye"},
    {"turkish", 20,
     "Mehmet Mustafa Ahmet Ali H\u00fcseyin Hasan \u0130brahim Murat Emre Burak Serkan Cem "
     "Kemal Yusuf Ozan Tolga Volkan Erkan",
     "Fatma Ay\u015fe Emine Hatice Zeynep Elif Meryem \u015eerife Esra Selin G\u00fcl Derya",
     "Y\u0131lmaz Kaya Demir \u015eahin \u00c7elik Y\u0131ld\u0131z Y\u0131ld\u0131r\u0131m "
     "\u00d6zt\u00fcrk Ayd\u0131n \u00d6zdemir Arslan Do\u011fan K\u0131l\u0131\u00e7 Aslan "
     "\u00c7etin Kara Ko\u00e7 Kurt \u00d6zkan \u015eim\u015fek Polat Erdo\u011fan-Tekin "
     "Korkmaz Aksoy"},
    {"chinese", 20,
     "Wei|伟 Jun|军 Qiang|强 Lei|磊 Tao|涛 Ming|明 Jian|建 Hao|浩 Peng|鹏 Bin|斌 "
     "Gang|刚 Chao|超 Zhiqiang|志强 Jianhua|建华 Haoran|浩然 Yong|勇",
     "Fang|芳 Na|娜 Xiuying|秀英 Min|敏 Jing|静 Li|丽 Yan|艳 Juan|娟 Xia|霞 Mei|梅 "
     "Ying|英 Hui|慧",
     "Wang|王 Li|李 Zhang|张 Liu|刘 Chen|陈 Yang|杨 Huang|黄 Zhao|赵 Wu|吴 Zhou|周 "
     "Xu|徐 Sun|孙 Ma|马 Zhu|朱 Hu|胡 Guo|郭 He|何 Lin|林 Gao|高 Luo|罗 Zheng|郑 "
     "Liang|梁 Xie|谢 Song|宋 Tang|唐 Feng|冯 Deng|邓 Cao|曹 Peng|彭 Zeng|曾"},
    {"vietnamese", 15,
     "Van Minh H\u00f9ng D\u0169ng Tu\u1ea5n Anh Quang Th\u00e0nh Long H\u1ea3i S\u01a1n Nam "
     "Ph\u00fac Trung",
     "Lan Hoa Mai H\u01b0\u01a1ng Linh Thu Ng\u1ecdc Th\u1ea3o Trang Y\u1ebfn",
     "Nguy\u1ec5n Tr\u1ea7n L\u00ea Ph\u1ea1m Hu\u1ef3nh Phan V\u0169 V\u00f5 \u0110\u1eb7ng "
     "B\u00f9i \u0110\u1ed7 H\u1ed3 Ng\u00f4 D\u01b0\u01a1ng L\u00fd \u0110inh Mai Trinh"},
    {"iberian", 25,
     "Jos\u00e9 Carlos Antonio Manuel Francisco Jo\u00e3o Pedro Luis Miguel Rui Diego Javier "
     "Tiago Rafael Nuno Hugo Sergio Paulo Fernando Ricardo",
     "Mar\u00eda Carmen Ana Isabel Luc\u00eda Marta-Sof\u00eda In\u00eas Beatriz Catarina "
     "Paula Teresa Rosa Pilar",
     "Silva Santos Ferreira Pereira Oliveira Garc\u00eda Rodr\u00edguez Gonz\u00e1lez "
     "Fern\u00e1ndez L\u00f3pez Mart\u00ednez S\u00e1nchez P\u00e9rez G\u00f3mez Costa Sousa "
     "Rodrigues Martins Carvalho Almeida Ribeiro Pinto Teixeira Moreira Correia Vieira Rocha "
     "Dias"},
    {"greek", 8,
     "Giorgos|Γιώργος Dimitris|Δημήτρης Kostas|Κώστας "
     "Yannis|Γιάννης Nikos|Νίκος Christos|Χρήστος "
     "Panagiotis|Παναγιώτης Vasilis|Βασίλης Andreas|Ανδρέας "
     "Stavros|Σταύρος",
     "Maria|Μαρία Eleni|Ελένη Katerina|Κατερίνα Sofia|Σοφία "
     "Georgia|Γεωργία Anna|Άννα Despina|Δέσποινα",
     "Papadopoulos|Παπαδόπουλος Nikolaidis|Νικολαΐδης "
     "Georgiou|Γεωργίου Dimitriou|Δημητρίου Ioannou|Ιωάννου "
     "Christodoulou|Χριστοδούλου Pappas|Παππάς Vasiliou|Βασιλείου "
     "Antoniou|Αντωνίου Economou|Οικονόμου Makris|Μακρής "
     "Karras|Καρράς Alexiou|Αλεξίου Stavrou|Σταύρου"},
    {"albanian", 15,
     "Arben Ilir Agron Besnik Dritan Fatos Gent Luan Altin Ardit Bledar Edmond Kujtim Petrit "
     "Sokol Valon",
     "Drita Mirela Valbona Teuta Elira Albana Flutura Shpresa Arta Besa",
     "Hoxha Prifti Shehu Dervishi Leka Gashi Krasniqi Berisha Hysa Marku Kola Gjoni Basha "
     "Rama-Deda Duka Kurti Bajrami Cela Toska Zeneli"},
    {"romanian", 22,
     "Ion Andrei Alexandru Mihai Gheorghe Vasile Florin Marian Ionu\u021b Cristian Bogdan "
     "Daniel C\u0103t\u0103lin R\u0103zvan \u0218tefan Nicolae Lucian",
     "Maria Elena Ioana Andreea Mihaela Cristina Alina Gabriela Daniela Florentina Roxana",
     "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghiu Matei Ciobanu Rusu Munteanu "
     "Constantin Marin L\u0103z\u0103rescu Florea Dinu B\u0103lan Sandu Moldovan V\u0103caru "
     "Nistor"},
    {"somali", 15,
     "Abdi Mohamud Ismail Yusuf Ahmednur Liban Guled Warsame Hirsi Abdirahman Farah Mahad Said "
     "Bashir",
     "Hodan Ifrah Sahra Hawa Ayaan Fadumo Nimco Halima Ubah Asha",
     "Abdi Mohamed Ali Hassan Ahmed Farah Warsame Jama Osman Yusuf Aden Hirsi Nur Abdullahi "
     "Dirie Gedi Roble Egal Samatar Duale"},
};

constexpr PlaceText kPlaces = {
    // islander compound surnames: prefix x suffix
    "Ash Birk Black Brad Bran Bridg Broom Burn Cald Carl Chad Cold Cran Crof Dal Dean Dun East "
    "Elm Fair Fern Find Green Had Hal Hamp Hart Hather Hazel Hep Holl Hors Kel Kirk Lang Law "
    "Lind Lock Long Mar Mel Mid Nor Oak Old Pen Rad Red Rock Rush Shel Sher Stan Thorn Up Wal "
    "War West Whit Win Wolf Wood Yar",
    "ton ford well ley wick worth bury ham man field brook wood stone more den ridge croft "
    "shaw low house ing combe side ster hurst by",
    // streets
    "Alder Anchor Barley Beacon Bellows Brewery Bridge Canal Castle Chandler Chapel Church "
    "Clover Colliery Corn Crane Cross Drover Elm Falcon Fern Ferry Forge Foundry Furnace "
    "Garden Glebe Granary Harbour Hatter Hawthorn Heron Hillside Holly Juniper Kiln King Lark "
    "Linden Malt Maple Market Meadow Mercer Mint Moor Oak Orchard Park Pepper Pinfold Potter "
    "Prospect Queen Rope Rowan Sadler School Shepherd Silver Smithy Spinner Station Stone "
    "Sycamore Tanner Thatcher Timber Tower Vicarage Victoria Wagon Walnut Water Weaver Well "
    "Wheel Willow Wool Yew",
    "Street Road Avenue Close Drive Gardens Terrace Way Crescent Court Hill Place",
    // towns (Harrowfield is the story's; others live there too)
    "Harrowfield Brackenmouth Coldharbour-on-Sea Dunmarsh Easterly Fallowgate Grimsworth "
    "Hollinby Ironbeck Kelderhead Larkmoor Merehaven Netherwold Osmotherby Pallister Quenby "
    "Ravenstow Saltersgate Thornaby-under-Hill Ullerthwaite Vennelford Wickersby Yarnscombe "
    "Zeal-le-Marsh Ambersby Blakeholme Cragwell Drumlow Ebbsworth Fenwold Garthby Hexholme",
    // group names: place of work or street
    "Anvil Barge Beehive Bobbin Brickfield Cable Cannery Carter Chain Cinder Clinker Coker "
    "Cordage Cutler Dairy Drift Engine Felt Flint Flour Fulling Gasworks Glass Gravel Hammer "
    "Hopper Kettle Ladle Lamp Lime Linseed Loom Mangle Mast Needle Oast Packet Paper Pattern "
    "Pewter Pipe Plough Pulley Quill Rail Rivet Rolling Sail Sawpit Scythe Shale Shuttle "
    "Signal Slate Spindle Spring Starch Steam Sugar Tallow Tar Tile Tin Tram Treadle Trolley "
    "Turbine Varnish Vat Wharf Wicker Winch Wire Zinc",
    "Street Row Lane Yard Works Quay Wharf Gate Sidings Sheds Arches Basin Bank Bridge Cut "
    "Depot End Field Hall Kiln Lock Mill Parade Pit Rise Side Square Steps Tower Walk",
    // prison names beyond the story's six
    "Aldern Bracken Carrow Dunsel Ebber Fallow Garrow Hollin Inglet Kelder Larch Merrin Norrow "
    "Oster Penn Quarrel Ravel Sedge Thirl Ulver Venn Wither Yarrow Zenner",
    "moor holt stead garth haven",
};

}  // namespace

std::span<const TraditionText> tradition_texts() {
  return kTraditions;
}
const PlaceText& place_text() {
  return kPlaces;
}

}  // namespace sallyport::synth
